import type { Handler } from "./context";
import { authenticate } from "./handlers/authenticate";
import { authorize } from "./handlers/authorize";
import { readBody } from "./handlers/body";
import { composeBackendCall } from "./handlers/compose";
import { connectBackend } from "./handlers/connect";
import { limitSecondLevelDomain } from "./handlers/domainCap";
import { forward } from "./handlers/forward";
import { findGroup } from "./handlers/host";
import { answerMock } from "./handlers/mock";
import { checkProtocol } from "./handlers/protocol";
import { redirectToHttps } from "./handlers/redirect";
import { checkRequest } from "./handlers/request";
import { findApi } from "./handlers/route";
import { findStage } from "./handlers/stage";

/** The way of a request through the gateway, in its order. */
export const CHAIN: readonly Handler[] = [
  checkRequest,
  findGroup,
  redirectToHttps,
  limitSecondLevelDomain,
  findStage,
  findApi,
  checkProtocol,
  authenticate,
  authorize,
  readBody,
  answerMock,
  composeBackendCall,
  connectBackend,
  forward,
];

import type { Handler } from "./context";
import { controlAccess } from "./handlers/accessControl";
import { authenticate } from "./handlers/authenticate";
import { authorize } from "./handlers/authorize";
import { authenticateBasic } from "./handlers/basicAuth";
import { readBody } from "./handlers/body";
import { composeBackendCall } from "./handlers/compose";
import { connectBackend } from "./handlers/connect";
import { addCorsHeaders } from "./handlers/cors";
import { answerPreflight } from "./handlers/corsPreflight";
import { limitSecondLevelDomain } from "./handlers/domainCap";
import { injectFault } from "./handlers/fault";
import { forward } from "./handlers/forward";
import { findGroup } from "./handlers/host";
import { controlInstanceAccess } from "./handlers/instanceAccess";
import { controlIp } from "./handlers/ipControl";
import { authenticateJwt } from "./handlers/jwtAuth";
import { answerMock } from "./handlers/mock";
import { checkProtocol } from "./handlers/protocol";
import { redirectToHttps } from "./handlers/redirect";
import { checkRequest } from "./handlers/request";
import { findApi } from "./handlers/route";
import { findStage } from "./handlers/stage";
import { controlTraffic } from "./handlers/trafficControl";

/**
 * The handlers of a request, in their order. The order of the plug-ins is an assumption: first the address of the
 * caller, then its identity, then its permission, and last its call rate.
 */
export const CHAIN: readonly Handler[] = [
  checkRequest,
  findGroup,
  controlInstanceAccess,
  redirectToHttps,
  limitSecondLevelDomain,
  findStage,
  answerPreflight,
  findApi,
  addCorsHeaders,
  injectFault,
  checkProtocol,
  controlIp,
  authenticate,
  authorize,
  authenticateBasic,
  authenticateJwt,
  controlAccess,
  controlTraffic,
  readBody,
  answerMock,
  composeBackendCall,
  connectBackend,
  forward,
];

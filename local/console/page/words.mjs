// Names of the service for codes of the local cloud.

export const STAGES = { RELEASE: "Release", PRE: "Pre", TEST: "Test" };

/** Hops of a connection into a VPC. */
export const HOPS = {
  target: "Target of the VPC access authorization",
  clb: "CLB",
  alb: "ALB",
  listener: "Listener",
  rule: "Forwarding rule",
  backend: "Back-end server",
  instance: "ECS instance",
  "security-group": "Security group",
  "machine-port": "Service port",
};

/** Meaning and fix of the gateway's error codes. */
const CODES = {
  I400HD: "A header of the request is not valid. With a signature, look at timestamp and signature method.",
  I400MH: "A header that a signed request needs is missing.",
  I400PH: "The path has characters that must be percent-encoded.",
  I400SG: "X-Ca-Stage names no environment. Use RELEASE, PRE or TEST.",
  I400I5: "Content-MD5 is not that of the body.",
  I400NC: "The nonce is missing, or was used within the last 15 minutes. Use a new one for each request.",
  I400MP: "A required parameter of the API is missing.",
  I400IP: "A parameter does not have the type that the API defines.",
  I403PT: "The API is not open to this protocol. Look at the protocols of its request definition.",
  I404DO: "No API group has this domain. Send the group's second-level domain as Host.",
  I404NF:
    "No API with this method and path is published in this environment. Publish it there, or name another.",
  I405UM: "The gateway does not know this method.",
  I410GG: "The gateway instance of the API group does not exist.",
  I413RL: "The body is too large.",
  I413UL: "Path and query are too large.",
  A400MA: "The request does not show which app calls, in no way that the API accepts: AppCode or signature.",
  A400AC: "No app of this region has this AppCode.",
  A400IK: "No app of this region has this AppKey.",
  A403IS: "The signature is wrong. Compare the gateway's string-to-sign (X-Ca-Error-Message) with your own.",
  A403AA: "The app is not authorized for this API in this environment. Authorize it there.",
  A403EP: "The authorization of the app has expired.",
  A403IN: "The API is not open to the Internet, hence not to the second-level domain.",
  A401BA: "The plug-in for Basic authentication knows no such user with this password.",
  A403IP: "The IP access list does not let in the address that the request comes from.",
  A403CO: "The CORS plug-in does not allow this origin, method or header.",
  A403AC: "A rule of the access-control plug-in denies the request.",
  A403JE: "The token has expired. Get a new one.",
  A403JK: "No key of the JWT plug-in has the token's kid.",
  A403JT: "The token's signature or time is not right for the keys of the JWT plug-in.",
  I400JD: "The token is not a JSON web token.",
  I400JR: "The JWT plug-in wants a token, and the request has none.",
  T429PA: "More calls than the throttling plug-in allows in its unit of time.",
  T429ID: "The second-level domain is for tests: its calls of today are used up.",
  D504CO: "The gateway could not connect to the back end.",
  D504TO: "The back end did not answer within the API's time-out.",
  D504RE: "The back end broke off its answer.",
  D504IL: "The back end's answer is not HTTP.",
  X500AM: "The published definition cannot be carried out. Publish the API again.",
  X500ER: "The gateway failed. The log of the local cloud has the cause.",
};

export const explain = (code) => CODES[code] ?? "";

/** Local time of day, with milliseconds. */
export function timeOfDay(iso) {
  const date = new Date(iso);
  const clock = date.toLocaleTimeString([], { hour12: false });
  return `${clock}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** Colour state of an HTTP status. */
export const stateOfStatus = (status) => (status < 400 ? "ok" : status < 500 ? "busy" : "bad");

export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

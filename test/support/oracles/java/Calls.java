import com.alibaba.cloudapi.sdk.enums.HttpMethod;
import com.alibaba.cloudapi.sdk.enums.ParamPosition;
import com.alibaba.cloudapi.sdk.enums.Scheme;
import com.alibaba.cloudapi.sdk.model.ApiRequest;
import com.alibaba.cloudapi.sdk.util.ApiRequestMaker;
import com.alibaba.cloudapi.sdk.util.HttpCommonUtil;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Prints signed requests of the vendor's Java client: fields in Base64, separated by blanks, a request on each line. */
public class Calls {
  static final String[] TEXTS = {"a", "", "a b", "杭州", "a+b&c=d", "100%", "é", "~!*'()"};

  public static void main(String[] args) {
    String[] methods = {"HmacSHA256", "HmacSHA1"};
    HttpMethod[] kinds = {
      HttpMethod.GET, HttpMethod.DELETE, HttpMethod.POST_FORM, HttpMethod.POST_BODY, HttpMethod.PUT_FORM, HttpMethod.PUT_BODY
    };
    for (String method : methods)
      for (HttpMethod kind : kinds)
        for (String path : TEXTS)
          for (String query : TEXTS)
            for (String header : TEXTS) if (!path.isEmpty()) print(args, method, kind, path, query, header);
  }

  static void print(String[] args, String method, HttpMethod kind, String path, String query, String header) {
    boolean isForm = kind == HttpMethod.POST_FORM || kind == HttpMethod.PUT_FORM;
    boolean isBody = kind == HttpMethod.POST_BODY || kind == HttpMethod.PUT_BODY;
    byte[] body = isBody ? ("{\"name\":\"" + query + "\"}").getBytes(StandardCharsets.UTF_8) : new byte[0];
    ApiRequest request = isBody ? new ApiRequest(kind, "/any/[id]", body) : new ApiRequest(kind, "/any/[id]");
    request.setScheme(Scheme.HTTP);
    request.setHost(args[2]);
    request.setSignatureMethod(method);
    request.addParam("id", path, ParamPosition.PATH, true);
    request.addParam("q", query, ParamPosition.QUERY, true);
    request.addParam("same", "query", ParamPosition.QUERY, true);
    request.addParam("x-ca-tenant", header, ParamPosition.HEAD, true);
    if (isForm) {
      request.addParam("z", query, ParamPosition.BODY, true);
      request.addParam("same", "form", ParamPosition.BODY, true);
    }
    ApiRequestMaker.make(request, args[0], args[1]);
    if (isForm) body = HttpCommonUtil.buildParamString(request.getFormParams()).getBytes(StandardCharsets.UTF_8);
    StringBuilder line = new StringBuilder();
    field(line, kind.getValue());
    field(line, request.getUrl().replaceFirst("^.*?" + args[2], ""));
    line.append(Base64.getEncoder().encodeToString(body)).append(' ');
    for (Map.Entry<String, List<String>> one : request.getHeaders().entrySet()) {
      field(line, one.getKey());
      // The client has turned each value into a character for each byte, as HTTP libraries send them.
      line.append(Base64.getEncoder().encodeToString(one.getValue().get(0).getBytes(StandardCharsets.ISO_8859_1)));
      line.append(' ');
    }
    System.out.println(line);
  }

  static void field(StringBuilder line, String text) {
    line.append(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))).append(' ');
  }
}

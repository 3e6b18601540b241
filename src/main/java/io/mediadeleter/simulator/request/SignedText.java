package io.mediadeleter.simulator.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a caller may have signed: the canonical request, in each form that the API's SDKs make of one and the same request.
 * They differ where the port is not the scheme's own: the Node SDK signs the host without it and sends it with it. HTTP
 * libraries complete the content type after it was signed, or cut what the scheme makes superfluous. Pure.
 */
final class SignedText {

    private static final List<String> ALWAYS_SIGNED = List.of("content-type", "host");
    private static final String CHARSET = "charset=utf-8";
    private static final String UNSIGNED_BODY = "UNSIGNED-PAYLOAD";

    private SignedText() {}

    /**
     * The canonical requests, the one of what was sent first.
     *
     * @param signedHeaders as the caller listed them
     * @throws ApiError when one of them was not sent, or one that always has to be signed is not among them
     */
    static List<String> candidates(ApiRequest request, String signedHeaders) throws ApiError {
        List<String> names = List.of(signedHeaders.toLowerCase(Locale.ROOT).split(";", -1));
        if (!names.containsAll(ALWAYS_SIGNED)) {
            throw new ApiError("AuthFailure.InvalidAuthorization", "SignedHeaders lacks content-type or host.");
        }
        List<String> headers = List.of("");
        for (String name : names) {
            headers = continued(headers, name, values(name, sent(request, name)));
        }
        String start = request.method() + "\n" + request.path() + "\n" + request.query() + "\n";
        String end = "\n" + signedHeaders + "\n" + bodyHash(request);
        return headers.stream().map(lines -> start + lines + end).toList();
    }

    private static String sent(ApiRequest request, String name) throws ApiError {
        return request.header(name)
                .orElseThrow(() -> new ApiError(
                        "AuthFailure.InvalidAuthorization", "The signed header " + name + " was not sent."))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static List<String> continued(List<String> beginnings, String name, Set<String> values) {
        List<String> longer = new ArrayList<>();
        beginnings.forEach(beginning -> values.forEach(value -> longer.add(beginning + name + ":" + value + "\n")));
        return longer;
    }

    private static Set<String> values(String name, String sent) {
        return switch (name) {
            case "host" -> hosts(sent);
            case "content-type" -> contentTypes(sent);
            default -> Set.of(sent);
        };
    }

    private static Set<String> hosts(String sent) {
        Set<String> hosts = new LinkedHashSet<>(List.of(sent));
        int port = sent.lastIndexOf(':');
        if (port < 0 || sent.endsWith("]")) {
            hosts.add(sent + ":80");
            hosts.add(sent + ":443");
        } else {
            hosts.add(sent.substring(0, port));
        }
        return hosts;
    }

    private static Set<String> contentTypes(String sent) {
        int parameters = sent.indexOf(';');
        String type = parameters < 0 ? sent : sent.substring(0, parameters).strip();
        Set<String> types = new LinkedHashSet<>(List.of(sent));
        boolean otherCharset =
                parameters >= 0 && !sent.substring(parameters + 1).strip().equals(CHARSET);
        if (!otherCharset) {
            types.addAll(List.of(type, type + "; " + CHARSET, type + ";" + CHARSET));
        }
        return types;
    }

    private static String bodyHash(ApiRequest request) {
        boolean isUnsigned = request.header("x-tc-content-sha256")
                .filter(UNSIGNED_BODY::equals)
                .isPresent();
        return Tc3Signature.sha256(isUnsigned ? UNSIGNED_BODY.getBytes(UTF_8) : request.body());
    }
}

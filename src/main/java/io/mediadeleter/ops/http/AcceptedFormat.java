package io.mediadeleter.ops.http;

import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.server.Request;

/**
 * In which form an answer is wanted.
 *
 * @param types media types that are taken, the most wanted first
 * @param takesGzip whether it may be compressed
 */
public record AcceptedFormat(List<String> types, boolean takesGzip) {

    public AcceptedFormat {
        types = List.copyOf(types);
    }

    static AcceptedFormat of(Request request) {
        return new AcceptedFormat(
                wanted(request, HttpHeader.ACCEPT),
                wanted(request, HttpHeader.ACCEPT_ENCODING).stream().anyMatch(each -> each.equals("gzip")));
    }

    /** Whether this media type is wanted more than plain text is, which everybody takes. */
    public boolean prefers(String type) {
        return types.stream()
                .filter(each -> each.startsWith(type) || each.startsWith("text/") || each.startsWith("*/"))
                .findFirst()
                .filter(each -> each.startsWith(type))
                .isPresent();
    }

    /** Without those of quality 0. */
    private static List<String> wanted(Request request, HttpHeader header) {
        QuotedQualityCSV values = new QuotedQualityCSV();
        request.getHeaders().getValuesList(header).forEach(values::addValue);
        return values.getValues().stream()
                .map(each -> each.toLowerCase(Locale.ROOT))
                .toList();
    }
}

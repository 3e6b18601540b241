package io.mediadeleter.kafka.headers;

import io.mediadeleter.event.Header;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What goes on of the headers of a request that are not this service's own.
 *
 * @param kept in their order
 * @param dropped how many do not go on
 */
public record ForeignHeaders(List<Header> kept, int dropped) {

    /** Where not all fit, this many bytes of them go on. */
    static final int FEW_BYTES = 16 << 10;

    public ForeignHeaders {
        kept = List.copyOf(kept);
    }

    /** All of them. */
    public static ForeignHeaders all(List<Header> headers) {
        return new ForeignHeaders(foreign(headers), 0);
    }

    /**
     * The largest are left out until the rest is small. Those that tell how to read the value go on: without them a retry
     * would be another request.
     */
    public static ForeignHeaders few(List<Header> headers) {
        List<Header> all = foreign(headers);
        List<Header> largestFirst = all.stream()
                .filter(header -> !tellsHowToRead(header))
                .sorted(Comparator.comparing(Header::size).reversed())
                .toList();
        long bytes = largestFirst.stream().mapToLong(Header::size).sum();
        Set<Header> dropped = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Header largest : largestFirst) {
            if (bytes > FEW_BYTES) {
                bytes -= largest.size();
                dropped.add(largest);
            }
        }
        List<Header> kept =
                all.stream().filter(header -> !dropped.contains(header)).toList();
        return new ForeignHeaders(kept, dropped.size());
    }

    /** Those alone that tell how to read the value. */
    public static ForeignHeaders least(List<Header> headers) {
        List<Header> all = foreign(headers);
        List<Header> kept = all.stream().filter(ForeignHeaders::tellsHowToRead).toList();
        return new ForeignHeaders(kept, all.size() - kept.size());
    }

    /** None of them. */
    public static ForeignHeaders none(List<Header> headers) {
        return new ForeignHeaders(List.of(), foreign(headers).size());
    }

    private static List<Header> foreign(List<Header> headers) {
        return headers.stream()
                .filter(header -> !header.name().startsWith(Header.OWN_PREFIX))
                .toList();
    }

    private static boolean tellsHowToRead(Header header) {
        String name = header.name().toLowerCase(Locale.ROOT);
        return name.startsWith(Header.EVENT_PREFIX) || name.equals(Header.CONTENT_TYPE);
    }
}

package io.mediadeleter.kafka.headers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Header;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForeignHeadersTest {

    private static Header header(String name, int bytes) {
        return new Header(name, new byte[bytes]);
    }

    @Test
    void all_isAllButTheServicesOwn() {
        List<Header> headers = List.of(header("a", 1_000_000), header("md-origin", 5), header("b", 1));

        assertThat(ForeignHeaders.all(headers))
                .isEqualTo(new ForeignHeaders(List.of(headers.get(0), headers.get(2)), 0));
    }

    @Test
    void few_losesTheLargestAndKeepsTheOrder() {
        List<Header> headers =
                List.of(header("b", 9_000), header("huge", 900_000), header("a", 7_000), header("c", 8_000));

        assertThat(ForeignHeaders.few(headers))
                .isEqualTo(new ForeignHeaders(List.of(headers.get(2), headers.get(3)), 2));
    }

    @Test
    void few_keepsWhatTellsHowToReadTheValue() {
        List<Header> headers = List.of(header("ce_id", 20_000), header("Content-Type", 20_000), header("x", 20_000));

        assertThat(ForeignHeaders.few(headers)).isEqualTo(new ForeignHeaders(headers.subList(0, 2), 1));
    }

    @Test
    void manySmallHeaders_areBoundedToo() {
        List<Header> headers =
                IntStream.range(0, 200_000).mapToObj(i -> new Header("h", null)).collect(Collectors.toList());

        ForeignHeaders few = ForeignHeaders.few(headers);

        assertThat(few.kept()).hasSize(ForeignHeaders.FEW_BYTES);
        assertThat(few.dropped()).isEqualTo(200_000 - ForeignHeaders.FEW_BYTES);
    }

    @Test
    void none_countsThem() {
        assertThat(ForeignHeaders.none(List.of(header("a", 1), header("md-x", 1))))
                .isEqualTo(new ForeignHeaders(List.of(), 1));
    }
}

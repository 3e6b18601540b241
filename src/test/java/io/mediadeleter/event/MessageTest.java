package io.mediadeleter.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTest {

    @Test
    void size_countsKeyValueAndHeaders() {
        List<Header> headers = List.of(new Header("name", new byte[100]), new Header("none", null));

        assertThat(new Message(new byte[1], new byte[10], headers, Instant.EPOCH).size())
                .isEqualTo(1 + 10 + 4 + 100 + 4);
        assertThat(new Message(null, null, List.of(), Instant.EPOCH).size()).isZero();
    }
}

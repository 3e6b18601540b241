package io.mediadeleter.kafka.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Origin;
import org.junit.jupiter.api.Test;

class ResultFieldsTest {

    @Test
    void resultOfARequestWithAVeryLongName_isRead() {
        String result = "{\"outcome\":\"DELETED\",\"extensions\":{\"" + "n".repeat(60_000)
                + "\":1},\"source\":{\"topic\":\"t\",\"partition\":3,\"offset\":17}}";

        assertThat(ResultFields.of(result.getBytes(UTF_8))).get().returns(new Origin("t", 3, 17), ResultFields::source);
    }
}

package io.mediadeleter.kafka.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultFieldsTest {

    private static final String SOURCE = "\"source\":{\"topic\":\"t\",\"partition\":3,\"offset\":17}}";

    @Test
    void whatWasAskedForAndWhatASharedCallDeleted_areRead() {
        ResultFields fields = fields("{\"outcome\":\"DELETED\",\"reason\":\"The licence has ended\",\"deleteParts\":"
                + "[{\"type\":\"TranscodeFiles\",\"definition\":100010}],\"deletedScope\":{\"whole\":true}," + SOURCE);

        assertThat(fields.asked().reason()).isEqualTo("The licence has ended");
        assertThat(fields.asked().parts()).containsExactly(new Part("TranscodeFiles", 100010L));
        assertThat(fields.done().scope()).isEqualTo(new Scope.Whole());
    }

    @Test
    void partsOfTheSharedCall_areRead() {
        assertThat(fields("{\"deletedScope\":{\"whole\":false,\"parts\":[{\"type\":\"OriginalFiles\"},7,{\"type\":7}]},"
                                + SOURCE)
                        .done()
                        .scope())
                .isEqualTo(new Scope.Parts(List.of(new Part("OriginalFiles", null))));
        assertThat(fields("{\"deletedScope\":7," + SOURCE).done().scope()).isNull();
        assertThat(fields("{" + SOURCE).done().scope()).isNull();
    }

    private static ResultFields fields(String json) {
        return ResultFields.of(json.getBytes(UTF_8)).orElseThrow();
    }

    @Test
    void resultOfARequestWithAVeryLongName_isRead() {
        String result = "{\"outcome\":\"DELETED\",\"extensions\":{\"" + "n".repeat(60_000)
                + "\":1},\"source\":{\"topic\":\"t\",\"partition\":3,\"offset\":17}}";

        assertThat(ResultFields.of(result.getBytes(UTF_8))).get().returns(new Origin("t", 3, 17), ResultFields::source);
    }
}

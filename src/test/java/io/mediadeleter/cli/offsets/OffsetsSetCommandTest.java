package io.mediadeleter.cli.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.cli.Cli;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OffsetsSetCommandTest {

    @Test
    void timeInTheFuture_isRefusedBeforeAnythingIsAsked() {
        Cli set = Cli.run(Map.of(), "offsets", "set", "9999-11-20T08:00:00Z").ended(2);

        assertThat(set.err()).contains("9999-11-20T08:00:00Z is in the future", "give latest");
    }

    @Test
    void anythingElse_isRefusedWithWhatToGive() {
        Cli yesterday = Cli.run(Map.of(), "offsets", "set", "yesterday").ended(2);
        assertThat(yesterday.err()).contains("'yesterday'", "earliest, latest");
        Cli.run(Map.of(), "offsets", "set").ended(2);
        Cli nobody = Cli.run(Map.of(), "offsets", "set", "latest", "--by", " ").ended(2);
        assertThat(nobody.err()).startsWith("--by is empty: ");
    }
}

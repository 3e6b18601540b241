package io.mediadeleter.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.Documents;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HoldOutputTest {

    @Test
    void everyProperty_isOnThePage() {
        Hold hold = new Hold(Selector.pause("drill"), "drill", "jane", Instant.EPOCH, null);

        assertThat(HoldOutput.of(hold, Instant.EPOCH, 1L).fieldNames())
                .toIterable()
                .allSatisfy(name -> assertThat(table()).contains("`" + name + "`"));
    }

    private static String table() {
        String page = Documents.text(Documents.page("safety.md"));
        int begin = page.indexOf("| `holds list` |");
        return page.substring(begin, page.indexOf("\n\n", begin));
    }
}

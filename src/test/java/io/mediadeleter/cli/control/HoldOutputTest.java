package io.mediadeleter.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.Documents;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HoldOutputTest {

    @Test
    void everyProperty_isOnThePage() {
        Hold hold = new Hold(Selector.pause("drill"), "drill", "jane", Instant.EPOCH, null);

        assertThat(HoldOutput.of(hold, Instant.EPOCH, 1L).fieldNames())
                .toIterable()
                .allSatisfy(name -> assertThat(table()).contains("`" + name + "`"));
    }

    /** Whoever removes a hold copies its key from there. */
    @Test
    void table_hasKeysWhole() {
        String key = "event:" + "0123456789abcdef".repeat(8);
        String hidden = "event:two\nlines";
        ControlView view = new ControlView(hold -> true);
        view.read(hold(1, key));
        assertThat(shown(view).lines())
                .anyMatch(line -> line.startsWith(key + " "))
                .noneMatch(line -> line.contains("\\u"));

        view.read(hold(2, hidden));
        assertThat(shown(view))
                .contains(
                        "\n\"event:two\\u000alines\" ",
                        "A key in double quotes is a JSON string: `holds remove` takes it so");
    }

    private static LoggedEntry hold(int offset, String key) {
        Put put = new Put(Selector.parse(key).orElseThrow(), "r", "jane", null, null);
        return new LoggedEntry(offset, Instant.EPOCH, put);
    }

    private static String shown(ControlView view) {
        StringWriter shown = new StringWriter();
        HoldsListCommand.table(view, Instant.EPOCH, Optional.empty(), new PrintWriter(shown));
        return shown.toString();
    }

    private static String table() {
        String page = Documents.text(Documents.page("safety.md"));
        int begin = page.indexOf("| `holds list` |");
        return page.substring(begin, page.indexOf("\n\n", begin));
    }
}

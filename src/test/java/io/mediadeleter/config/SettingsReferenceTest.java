package io.mediadeleter.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.Documents;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table in configuration.md says what the code says; a row that differs is shown as it should be. */
class SettingsReferenceTest {

    private static final String HEAD = "| setting | default | meaning |";

    @Test
    void document_namesEverySettingAsTheCodeDoes() {
        List<String> expected = Stream.concat(
                        SettingDefinitions.ALL.stream().map(SettingsReferenceTest::row),
                        SettingPrefix.ALL.stream().map(SettingsReferenceTest::row))
                .toList();

        assertThat(String.join("\n", table())).isEqualTo(String.join("\n", expected));
    }

    private static List<String> table() {
        return Documents.text(Documents.page("configuration.md"))
                .lines()
                .dropWhile(line -> !line.equals(HEAD))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static String row(Setting<?> setting) {
        String fallback = setting.fallback();
        return row(setting.name(), fallback == null ? "" : "`" + fallback + "`", setting.description());
    }

    private static String row(SettingPrefix family) {
        return row(family.prefix().substring(Setting.PREFIX.length()) + "*", "", family.description());
    }

    private static String row(String name, String fallback, String meaning) {
        String text = meaning.replace("<", "\\<").replace("|", "\\|").replace("*", "\\*");
        return "| `" + name + "` | " + fallback + " | " + text + " |";
    }
}

package io.mediadeleter.ops.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.ops.http.Page;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The status page's files as they are served; what a browser makes of them is StatusPageIT's. */
class StatusPageTest {

    private static final String PAGE = Page.resource("status.html", "text/html").body();
    private static final String SCRIPT =
            Page.resource("status.js", "text/javascript").body();
    private static final String STYLE = Page.resource("status.css", "text/css").body();

    private static Set<String> found(String text, String regex) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyPlaceThatTheScriptFills_isOnThePage_andEveryOtherIsNot() {
        Set<String> filled = found(SCRIPT, "(?:byId|table|figures)\\('(\\w+)'");
        filled.add("plot"); // holds the chart

        assertThat(found(PAGE, "id=\"(\\w+)\"")).isEqualTo(filled);
        assertThat(filled).contains(found(STYLE, "#([a-z]\\w+)[ .:,{]").toArray(String[]::new));
    }

    @Test
    void textsFromOutside_onlyEverBecomeText() {
        assertThat(SCRIPT)
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", ".style");
        assertThat(PAGE).doesNotContain("onclick", "style=", "http");
        assertThat(STYLE).doesNotContain("http", "@import", "url(");
    }

    @Test
    void everyTime_isShownInUtc() {
        assertThat(SCRIPT) // of a number, n, alone is the locale asked
                .doesNotContainPattern("(?<!\\bn)\\.toLocale|\\.get(?:Hours|Minutes|Date|Day|Month|FullYear)\\(");
    }

    @Test
    void page_isForPhonesAndForBothColourSchemes() {
        assertThat(PAGE).contains("name=\"viewport\"", "content=\"light dark\"");
        assertThat(STYLE).contains("prefers-color-scheme: dark", "@media (max-width:");
    }
}

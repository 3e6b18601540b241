package io.mediadeleter.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.Selector.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "all",
                "all:brake",
                "all:2026-11-26.ops_1",
                "media:7447398156998994860",
                "media:1500000001/7447398156998994860",
                "sub-app:1500000001",
                "event:a/b:c d",
                "correlation:order 4711",
                "requested-by:jane@example.com",
                "event:*"
            })
    void whatIsASelector_isWrittenAsItWasRead(String text) {
        assertThat(Selector.parse(text).map(Selector::toString)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "all:",
                "all:two words",
                "All",
                "media",
                "media:",
                "media:abc",
                "media:007",
                "media:0/7",
                "media:1/2/3",
                "media:*",
                "media: 1",
                "sub-app:0",
                "sub-app:01",
                "sub-app:x",
                "event:",
                "file:1",
                "7447398156998994860",
                "instance:a"
            })
    void anythingElse_isNone(String text) {
        assertThat(Selector.parse(text)).isEmpty();
    }

    @Test
    void names_areAsLongAsTheSchemaLetsThem() {
        String emoji = "\uD83D\uDE00";
        assertThat(Selector.parse("event:" + emoji.repeat(128))).isPresent();
        assertThat(Selector.parse("event:" + emoji.repeat(129))).isEmpty();
        assertThat(Selector.parse("correlation:" + "x".repeat(1_024))).isPresent();
        assertThat(Selector.parse("correlation:" + "x".repeat(1_025))).isEmpty();
    }

    @Test
    void pauses_areOfTheirOwnKind() {
        assertThat(List.of(Selector.BRAKE, Selector.pause("x"))).allMatch(Selector::isPause);
        assertThat(Selector.parse("media:1")).get().matches(media -> !media.isPause());
        assertThat(Selector.parse("media:2/1")).contains(new Selector(Kind.MEDIA, 2L, "1"));
    }
}

package io.mediadeleter.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.Selector.Kind;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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
                "all:incident 17",
                "all:2026-11-27T16:00Z",
                "all:ops/4711",
                "all:größe",
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
    void otherText_isNoSelector(String text) {
        assertThat(Selector.parse(text)).isEmpty();
    }

    @Test
    void names_areAsLongAsTheSchemaLetsThem() {
        String emoji = "\uD83D\uDE00";
        assertThat(Selector.parse("event:" + emoji.repeat(128))).isPresent();
        assertThat(Selector.parse("event:" + emoji.repeat(129))).isEmpty();
        assertThat(Selector.parse("correlation:" + "x".repeat(1_024))).isPresent();
        assertThat(Selector.parse("correlation:" + "x".repeat(1_025))).isEmpty();
        assertThat(Selector.parse("all:" + emoji.repeat(1_024))).isPresent();
        assertThat(Selector.parse("all:" + emoji.repeat(1_025))).isEmpty();
    }

    /** What the published pattern of each kind says, in one expression each. */
    @Property(tries = 4_000)
    void grammar_isThatOfItsPatterns(@ForAll("texts") String text) {
        boolean isOne = Stream.of(
                        "all",
                        "media:([1-9][0-9]{0,15}/)?[1-9][0-9]{0,19}",
                        "sub-app:[1-9][0-9]{0,15}",
                        "event:(?s:.){1,128}",
                        "(all|correlation|requested-by):(?s:.){1,1024}")
                .anyMatch(text::matches);

        assertThat(Selector.parse(text).isPresent()).as(text).isEqualTo(isOne);
        Selector.parse(text)
                .ifPresent(selector -> assertThat(selector.toString()).isEqualTo(text));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> prefixes = Arbitraries.of(
                "all", "all:", "media:", "sub-app:", "event:", "correlation:", "requested-by:", "Media:", ":", "");
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.strings().withChars("0123456789/").ofMaxLength(40),
                Arbitraries.of("1", "0", "/1", "1/", "1/2", "1/2/3", "\u0661", "1\n", "\n1", "1:2", "", " "),
                Arbitraries.of(16, 17, 20, 21, 64, 65, 128, 129, 1_024, 1_025)
                        .flatMap(length ->
                                Arbitraries.of("7", "a", "\uD83D\uDE00").map(character -> character.repeat(length))),
                Arbitraries.strings().ofMaxLength(20));
        return Combinators.combine(prefixes, names).as(String::concat);
    }

    @Test
    void pauses_areOfTheirOwnKind() {
        assertThat(List.of(Selector.BRAKE, Selector.pause("x"))).allMatch(Selector::isPause);
        assertThat(Selector.parse("media:1")).get().matches(media -> !media.isPause());
        assertThat(Selector.parse("media:2/1")).contains(new Selector(Kind.MEDIA, 2L, "1"));
    }
}

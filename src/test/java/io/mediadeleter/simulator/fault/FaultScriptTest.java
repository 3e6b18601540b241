package io.mediadeleter.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.simulator.request.ApiAction;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultScriptTest {

    private final FaultScript script = new FaultScript(new SplittableRandom(7));

    @Test
    void noRule_noFault() {
        assertThat(script.strike(ApiAction.DELETE_MEDIA, List.of("1"))).isEmpty();
    }

    @Test
    void ruleForTheFirstTwoCalls_isGoneAfterThem() {
        script.add(FaultRule.parse("InternalError@1x2"));
        assertThat(strikes("1", 2)).isEqualTo(2);
        assertThat(script.rules()).isEmpty();
        assertThat(strikes("1", 5)).isZero();
    }

    @Test
    void callForAnotherMedia_usesUpNothing() {
        script.add(FaultRule.parse("InternalError@1x2"));
        assertThat(strikes("2", 5)).isZero();
        assertThat(script.rules()).hasToString("[InternalError@1x2]");
    }

    @Test
    void ruleStruckOnce_showsWhatIsLeft() {
        script.add(FaultRule.parse("InternalError@1x2"));
        strikes("1", 1);
        assertThat(script.rules()).hasToString("[InternalError@1x1]");
    }

    @Test
    void severalRulesMeant_theFirstStrikes() {
        script.add(FaultRule.parse("reset@1x1"));
        script.add(FaultRule.parse("InternalError"));
        assertThat(script.strike(ApiAction.DELETE_MEDIA, List.of("1")))
                .map(ScriptedFault::toString)
                .contains("reset");
        assertThat(script.strike(ApiAction.DELETE_MEDIA, List.of("1")))
                .map(ScriptedFault::toString)
                .contains("InternalError");
    }

    @Test
    void probability_isThatOfManyCalls() {
        script.add(FaultRule.parse("InternalError:0.1"));
        assertThat(strikes("1", 10_000)).isBetween(900L, 1_100L);
    }

    @Test
    void cleared_nothingStrikes() {
        script.add(FaultRule.parse("InternalError"));
        script.clear();
        assertThat(strikes("1", 5)).isZero();
    }

    private long strikes(String fileId, int calls) {
        return IntStream.range(0, calls)
                .filter(call ->
                        script.strike(ApiAction.DELETE_MEDIA, List.of(fileId)).isPresent())
                .count();
    }
}

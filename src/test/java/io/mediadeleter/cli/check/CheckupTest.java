package io.mediadeleter.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.cli.check.Checkup.Check;
import io.mediadeleter.cli.check.Finding.Verdict;
import io.mediadeleter.fixture.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CheckupTest {

    private final Checkup checkup = new Checkup(Patience.LIMIT);

    @Test
    void checkThatFails_doesNotStopTheOthersButThoseThatNeedIt() throws Exception {
        List<Finding> told = new ArrayList<>();
        List<Finding> findings = checkup.run(
                List.of(
                        check("a", List.of(), () -> {
                            throw new IllegalStateException("broken");
                        }),
                        check("b", List.of("a"), () -> List.of(Finding.ok("b", "fine"))),
                        check("c", List.of("b"), () -> List.of(Finding.ok("c", "fine"))),
                        check("d", List.of(), () -> List.of(Finding.ok("d", "fine")))),
                told::add);

        assertThat(findings)
                .containsExactly(
                        Finding.wrong("a", "broken", null),
                        Finding.skipped("b", "a"),
                        Finding.skipped("c", "b"),
                        Finding.ok("d", "fine"));
        assertThat(told).isEqualTo(findings);
    }

    @Test
    void checkThatWarns_keepsNothingFromBeingLookedAt() throws Exception {
        List<Finding> findings = checkup.run(
                List.of(
                        check("a", List.of(), () -> List.of(Finding.warning("a", "hardly meant"))),
                        check("b", List.of("a"), () -> List.of(Finding.ok("b", "fine")))),
                finding -> {});

        assertThat(findings).containsExactly(Finding.warning("a", "hardly meant"), Finding.ok("b", "fine"));
    }

    @Test
    void checkThatNeverEnds_isWrongWhenItsTimeIsUp() throws Exception {
        CountDownLatch never = new CountDownLatch(1);

        List<Finding> findings = new Checkup(Duration.ofSeconds(1))
                .run(
                        List.of(check("slow", List.of(), () -> {
                            never.await();
                            return List.of();
                        })),
                        finding -> {});

        assertThat(findings).containsExactly(Finding.wrong("slow", "no answer within 1 s", null));
    }

    @Test
    void clocks_mayDifferBySecondsOnly() {
        assertThat(ClockSkew.finding("clock", "the API's", Duration.ofMillis(-1_200)))
                .isEqualTo(Finding.ok("clock", "this machine's clock is 1.2 s behind the API's"));
        assertThat(ClockSkew.finding("clock", "the API's", Duration.ofSeconds(6))
                        .verdict())
                .isEqualTo(Verdict.WRONG);
    }

    private static Check check(String name, List<String> needs, Callable<List<Finding>> look) {
        return new Check(name, needs, look);
    }
}

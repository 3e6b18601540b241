package io.mediadeleter.ops.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.control.Selector;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupStatus;
import io.mediadeleter.ops.IdleEngine;
import io.mediadeleter.ops.http.Page;
import io.mediadeleter.ops.meters.StatusMeters;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.pipeline.status.PipelineStatus.Braking;
import io.mediadeleter.pipeline.status.PipelineStatus.Control;
import io.mediadeleter.pipeline.status.PipelineStatus.Obstacles;
import io.mediadeleter.pipeline.status.PipelineStatus.Phase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pauses, holds and the control topic, as meters and {@code /status} show them. */
class ControlShownTest {

    private static final Instant SINCE = Instant.parse("2026-03-01T09:14:03.123Z");
    private static final Hold PAUSE = new Hold(Selector.pause("x"), "legal \u202ecase", "ops@host", SINCE, null);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Control control = new Control(true, List.of(), 0, false);
    private @Nullable Braking brake;
    private Obstacles obstacles = Obstacles.NONE;

    @BeforeEach
    void bind() {
        new StatusMeters(this::status, new InstanceStatus.Limits(100, false, 64, null)).bindTo(registry);
    }

    private PipelineStatus status() {
        PipelineStatus idle = IdleEngine.with(new StoppedTime()).status();
        return new PipelineStatus(
                Phase.RUNNING,
                null,
                Duration.ZERO,
                idle.loop(),
                idle.backlog(),
                0,
                Map.of(),
                idle.calling(),
                brake,
                null,
                control,
                obstacles,
                Instant.EPOCH);
    }

    private double value(String meter) {
        return registry.get("media.deleter." + meter).gauge().value();
    }

    private JsonNode shown() {
        return Json.read(Page.json(200, ShownControl.of(status())).body());
    }

    @Test
    void nothingIsPausedOrHeld_callsAreMade() {
        assertThat(value("calling")).isEqualTo(1);
        assertThat(value("paused")).isZero();
        assertThat(value("holds")).isZero();
        assertThat(value("holds.overfull")).isZero();
        assertThat(value("control.leased")).isEqualTo(1);
        assertThat(shown())
                .isEqualTo(Json.read("{\"leased\":true,\"pauses\":0,\"paused\":[],\"holds\":0,\"overfull\":false}"));
    }

    @Test
    void pause_isShownWithWhoAndWhy_andApartFromHolds() {
        control = new Control(true, List.of(PAUSE), 4, false);

        assertThat(value("calling")).isZero();
        assertThat(value("paused")).isEqualTo(1);
        assertThat(value("holds")).isEqualTo(3);
        assertThat(shown())
                .isEqualTo(Json.read("{\"leased\":true,\"pauses\":1,\"paused\":[{\"key\":\"all:x\",\"reason\":\"legal"
                        + " \\u202ecase\",\"by\":\"ops@host\",\"since\":\"2026-03-01T09:14:03.123Z\"}],"
                        + "\"holds\":3,\"overfull\":false}"));
    }

    @Test
    void nameThatAnotherProcessHas_isShownForTenMinutes() {
        control = new Control(true, List.of(), 0, false, false, new Namesake(Instant.EPOCH.minusSeconds(599), null));
        assertThat(value("name.taken")).isEqualTo(1);

        control = new Control(true, List.of(), 0, false, false, new Namesake(Instant.EPOCH.minusSeconds(600), null));
        assertThat(value("name.taken")).isZero();
    }

    @Test
    void nameThatAnotherProcessHas_isTold_unlessTheGroupTellsIt() {
        Namesake other = new Namesake(Instant.EPOCH, "web-2");
        control = new Control(true, List.of(), 0, false, false, other);

        assertThat(StatusSummary.namesake(status(), "a", null)).isPresent();
        assertThat(StatusSummary.namesake(status(), "a", groupWith("a", other))).isEmpty();
        assertThat(StatusSummary.namesake(status(), "a", groupWith("b", other)))
                .as("what the group tells of another name is not enough")
                .isPresent();
    }

    private static GroupStatus groupWith(String name, Namesake other) {
        var instance = new GroupFacts.Instance(name, "host", List.of(), Instant.EPOCH, other, null, null);
        return GroupStatus.of(
                new GroupFacts("g", Instant.EPOCH, 100, List.of(instance), true, null, null, null, List.of()), null);
    }

    @Test
    void brake_isAPauseToo() {
        brake = new Braking(500, 500, SINCE, SINCE.plusSeconds(3_600), Map.of());

        assertThat(value("paused")).isEqualTo(1);
        assertThat(value("calling")).isZero();
    }

    @Test
    void topicThatIsNotRead_leavesOpenWhatIsHeld_andNothingIsCalled() {
        control = new Control(false, List.of(), 0, false);
        obstacles = new Obstacles(null, null, "the control topic c is gone", null);

        assertThat(value("control.leased")).isZero();
        assertThat(value("calling")).isZero();
        assertThat(value("paused")).isNaN();
        assertThat(value("holds")).isNaN();
        assertThat(shown().get("leased").asBoolean()).isFalse();
        assertThat(shown().get("obstacle").asText()).isEqualTo("the control topic c is gone");
    }

    @Test
    void pauseThatWasRead_countsUntilSomethingElseIs() {
        control = new Control(false, List.of(PAUSE), 1, false);

        assertThat(value("paused")).isEqualTo(1);
        assertThat(value("holds")).isNaN();
    }

    @Test
    void brakeThatWasNotReadAnew_isNotTakenForReleased() {
        brake = new Braking(500, 500, SINCE, SINCE.plusSeconds(3_600), Map.of());
        assertThat(value("brake.held")).isEqualTo(1);

        brake = new Braking(500, 0, null, null, Map.of());
        control = new Control(false, List.of(), 0, false);
        assertThat(value("brake.held")).isNaN();
    }

    @Test
    void moreHoldsThanMayBe_areToldApart() {
        control = new Control(true, List.of(), 7, true);

        assertThat(value("holds.overfull")).isEqualTo(1);
        assertThat(value("calling")).isZero();
        assertThat(shown().get("overfull").asBoolean()).isTrue();
    }

    @Test
    void manyPauses_areCountedAndNotAllShown() {
        List<Hold> pauses = IntStream.range(0, 5_000)
                .mapToObj(i -> new Hold(Selector.pause("p" + i), "r", null, SINCE, null))
                .toList();
        control = new Control(true, pauses, 5_002, false);

        assertThat(shown().get("pauses").asInt()).isEqualTo(5_000);
        assertThat(shown().get("paused")).hasSize(20);
        assertThat(shown().get("holds").asInt()).isEqualTo(2);
        assertThat(ControlSentence.of(status(), 0).orElseThrow().text())
                .contains("; and 4,998 more")
                .hasSizeLessThan(400);
    }

    @Test
    void callsThatAPauseStops_areNotCalledMade() {
        control = new Control(false, List.of(), 0, false);
        assertThat(ShownCalls.of(status()).state()).isEqualTo("UNKNOWN");

        control = new Control(true, List.of(), 0, false);
        assertThat(ShownCalls.of(status()).state()).isEqualTo("CALLING");

        control = new Control(true, List.of(PAUSE), 1, false);
        assertThat(ShownCalls.of(status()).state()).isEqualTo("PAUSED");
    }
}

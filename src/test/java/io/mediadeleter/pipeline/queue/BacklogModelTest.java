package io.mediadeleter.pipeline.queue;

import static io.mediadeleter.pipeline.Deliveries.WHOLE;
import static io.mediadeleter.pipeline.Deliveries.parts;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.time.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Stories of additions, calls and moved partitions, told to the backlog and to plain sets beside it. */
class BacklogModelTest {

    private static final List<Partition> PARTITIONS = List.of(new Partition("t", 0), new Partition("t", 1));

    enum Step {
        OWN,
        DISOWN,
        ADD_WHOLE,
        ADD_PARTS,
        TAKE,
        END,
        PUT_BACK,
        PUT_BACK_ONE_BY_ONE
    }

    @Property(tries = 500)
    void whateverHappens_exactlyWhatIsOwnedAndNotCalledWaits(
            @ForAll @Size(max = 120) List<Step> steps, @ForAll @Size(120) List<@IntRange(max = 7) Integer> choices) {
        Story story = new Story();
        for (int i = 0; i < steps.size(); i++) {
            story.play(steps.get(i), choices.get(i));
            story.check();
        }
        story.takeAll();
        story.check();
        assertThat(story.waiting).isEmpty();
    }

    private static final class Story {

        private final Backlog backlog = new Backlog(new Signal());
        private final Deliveries deliveries = new Deliveries();
        private final Set<Partition> owned = new HashSet<>();
        private final Set<Delivery> waiting = new HashSet<>();
        private final Map<Delivery, Integer> places = new HashMap<>();
        private final List<DeleteCall> running = new ArrayList<>();

        void play(Step step, int choice) {
            Partition partition = PARTITIONS.get(choice % 2);
            String fileId = "media" + choice / 2;
            switch (step) {
                case OWN -> {
                    backlog.own(Set.of(partition));
                    owned.add(partition);
                }
                case DISOWN -> {
                    backlog.disown(Set.of(partition));
                    owned.remove(partition);
                    waiting.removeIf(delivery -> delivery.partition().equals(partition));
                }
                case ADD_WHOLE -> add(deliveries.of(partition, fileId, WHOLE));
                case ADD_PARTS -> add(deliveries.of(partition, fileId, parts(running.size(), 2)));
                case TAKE -> take();
                case END -> end(choice);
                case PUT_BACK -> end(choice).ifPresent(this::putBack);
                case PUT_BACK_ONE_BY_ONE ->
                    end(choice).ifPresent(call -> call.oneByOne().forEach(this::putBack));
            }
        }

        private void add(Delivery delivery) {
            backlog.add(delivery, Instant.EPOCH);
            expect(delivery);
        }

        private void expect(Delivery delivery) {
            if (owned.contains(delivery.partition())) {
                waiting.add(delivery);
            }
        }

        private boolean take() {
            return backlog.take(any -> Optional.empty())
                    .call()
                    .map(call -> {
                        assertThat(waiting).containsAll(call.deliveries());
                        assertThat(call.deliveries())
                                .startsWith(
                                        firstInLine().orElse(call.deliveries().get(0)));
                        call.deliveries().forEach(delivery -> places.putIfAbsent(delivery, places.size()));
                        call.deliveries().forEach(waiting::remove);
                        return running.add(call);
                    })
                    .orElse(false);
        }

        /** Of what was called before and waits again, what stood first. */
        private Optional<Delivery> firstInLine() {
            return waiting.stream().filter(places::containsKey).min(Comparator.comparing(places::get));
        }

        private Optional<DeleteCall> end(int choice) {
            if (running.isEmpty()) {
                return Optional.empty();
            }
            DeleteCall ended = running.remove(choice % running.size());
            backlog.inFlight().resolved(ended);
            return Optional.of(ended);
        }

        private void putBack(DeleteCall again) {
            backlog.putBack(again);
            again.deliveries().forEach(this::expect);
        }

        void takeAll() {
            boolean more = true;
            while (more) {
                more = take();
            }
        }

        void check() {
            Map<Partition, Integer> inFlight = new HashMap<>();
            running.forEach(call ->
                    call.deliveries().forEach(delivery -> inFlight.merge(delivery.partition(), 1, Integer::sum)));
            assertThat(backlog.inFlight().deliveries()).isEqualTo(inFlight);
            assertThat(backlog.waiting()).containsEntry(Lane.LIVE, waiting.size());
            assertThat(backlog.isEmpty()).isEqualTo(waiting.isEmpty());
        }
    }
}

package io.mediadeleter.pipeline;

import io.mediadeleter.control.Membership;
import io.mediadeleter.pipeline.port.GroupPeers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One instance's way to ask the group's coordinator, which answers within moments, mostly. */
final class SimulatedPeers implements GroupPeers {

    private static final String GROUP = "group";

    /** An answer that takes longer is not waited for. */
    private static final int LONGEST_MILLIS = 1_400;

    /** A removal may be carried out after whoever asked has given it up, which is half a second earlier. */
    private static final int LATEST_REMOVAL_MILLIS = 1_950;

    private final SimulatedWorld world;
    private final SimulatedInstance instance;
    private final List<Removal> ended = new ArrayList<>();

    SimulatedPeers(SimulatedWorld world, SimulatedInstance instance) {
        this.world = world;
        this.instance = instance;
    }

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public Optional<Membership> own() {
        return instance.requests().memberId().map(id -> new Membership(GROUP, id));
    }

    @Override
    public void remove(Map<String, Membership> silent, long untilNanos) {
        silent.forEach((name, member) -> after(LONGEST_MILLIS, () -> {
            if (!world.planted().isThere(world.group().coordinator(), name, member.memberId())) {
                ended.add(new Removal(name, member.memberId(), RemovalOutcome.GONE, ""));
            } else if (instance.clock().nanoTime() - untilNanos >= 0) {
                ended.add(new Removal(name, member.memberId(), RemovalOutcome.NOT_NOW, "late"));
            } else {
                after(LATEST_REMOVAL_MILLIS, () -> {
                    world.time().note("%s has %s removed, which was %s", instance, name, member.memberId());
                    world.group().coordinator().remove(name);
                    ended.add(new Removal(name, member.memberId(), RemovalOutcome.REMOVED, ""));
                });
            }
        }));
    }

    private void after(int longestMillis, Runnable answer) {
        int most = world.random().nextInt(4) == 0 ? longestMillis : 20;
        world.time().after(Duration.ofMillis(world.random().nextInt(most)), answer);
    }

    @Override
    public List<Removal> ended() {
        List<Removal> news = List.copyOf(ended);
        ended.clear();
        return news;
    }
}

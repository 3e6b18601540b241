package io.mediadeleter.pipeline;

import io.mediadeleter.control.Membership;
import io.mediadeleter.pipeline.port.GroupPeers;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A group that nobody is removed from, and of which this process is no member. */
public final class NoPeers implements GroupPeers {

    @Override
    public String group() {
        return "none";
    }

    @Override
    public Optional<Membership> own() {
        return Optional.empty();
    }

    @Override
    public void remove(Map<String, Membership> silent, long untilNanos) {}

    @Override
    public List<Removal> ended() {
        return List.of();
    }
}

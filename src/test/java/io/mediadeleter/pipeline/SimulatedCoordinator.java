package io.mediadeleter.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The consumer group's members as their coordinator has them: one member for each static name, with another id each time that it joins. It is removed by
 * its name, whoever has that by then.
 */
final class SimulatedCoordinator {

    private record Member(String id, SimulatedInstance process) {}

    private final Map<String, Member> members = new HashMap<>();
    private final VirtualTime time;
    private final Consumer<SimulatedInstance> expelled;
    private int joined;

    /** @param expelled is told who is no member any more */
    SimulatedCoordinator(VirtualTime time, Consumer<SimulatedInstance> expelled) {
        this.time = time;
        this.expelled = expelled;
    }

    /** This process takes its name's place, which may be another one's; its id from now on. */
    String join(SimulatedInstance process) {
        String id = process + "-" + ++joined;
        members.put(process.toString(), new Member(id, process));
        time.note("%s joins the group as %s", process, id);
        return id;
    }

    boolean has(String name, String id) {
        Member member = members.get(name);
        return member != null && member.id().equals(id);
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    /** It leaves by itself. */
    void leave(SimulatedInstance process) {
        members.values().removeIf(member -> member.process() == process);
    }

    /** Somebody has asked for its removal, or its session has ended. */
    void remove(String name) {
        Member member = members.remove(name);
        if (member != null) {
            time.note("%s is removed from the group", member.id());
            expelled.accept(member.process());
        }
    }

    /** The session of this member is over, if it has not joined anew. */
    void endSession(String name, String id) {
        if (has(name, id)) {
            remove(name);
        }
    }
}

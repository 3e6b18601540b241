package io.mediadeleter.simulator.fault;

import io.mediadeleter.simulator.request.ApiAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The faults that calls meet. Of the rules that are meant for a call, the first that strikes decides; a rule that has
 * struck as often as it may is gone.
 *
 * <p>Thread-safe: every method holds the instance's lock.
 */
public final class FaultScript {

    private final RandomGenerator random;
    private final List<FaultRule> rules = new ArrayList<>();

    /**
     * Begins without a rule.
     *
     * @param random decides where a rule has a probability; used under this instance's lock only
     */
    public FaultScript(RandomGenerator random) {
        this.random = random;
    }

    /** Adds a rule, after those that are there. */
    public synchronized void add(FaultRule rule) {
        rules.add(rule);
    }

    /** From now on nothing goes wrong. */
    public synchronized void clear() {
        rules.clear();
    }

    /** The rules that can still strike, each with the times that are left. */
    public synchronized List<FaultRule> rules() {
        return List.copyOf(rules);
    }

    /**
     * What goes wrong with this call, if anything.
     *
     * @param fileIds the media that it is about; empty when that cannot be told
     */
    public synchronized Optional<ScriptedFault> strike(ApiAction action, List<String> fileIds) {
        for (int i = 0; i < rules.size(); i++) {
            FaultRule rule = rules.get(i);
            if (rule.isMeantFor(action, fileIds) && random.nextDouble() < rule.probability()) {
                spend(i);
                return Optional.of(rule.fault());
            }
        }
        return Optional.empty();
    }

    private void spend(int index) {
        FaultRule rule = rules.get(index);
        if (rule.times() == 1) {
            rules.remove(index);
        } else if (rule.times() != FaultRule.ALWAYS) {
            rules.set(index, rule.withTimes(rule.times() - 1));
        }
    }
}

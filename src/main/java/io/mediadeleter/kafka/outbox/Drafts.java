package io.mediadeleter.kafka.outbox;

import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import io.mediadeleter.pipeline.port.Settled;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The drafts of the settlements that are being committed. They outlive a commit that fails: what was found out about a record
 * need not be asked again. Confined to the loop thread.
 */
final class Drafts {

    private final SettlementForms forms;
    private final IdentityHashMap<Settled, Draft> drafts = new IdentityHashMap<>();

    Drafts(SettlementForms forms) {
        this.forms = forms;
    }

    /** Those of these settlements, in their order; all others are forgotten. */
    List<Draft> of(List<Settled> settlements) {
        IdentityHashMap<Settled, Draft> before = new IdentityHashMap<>(drafts);
        drafts.clear();
        for (Settled settled : settlements) {
            drafts.put(settled, Optional.ofNullable(before.get(settled)).orElseGet(() -> forms.draft(settled)));
        }
        return settlements.stream().map(this::of).toList();
    }

    /** What they say in the forms that they have now. */
    List<Settled> written(List<Settled> settlements) {
        return settlements.stream().map(settled -> of(settled).settled()).toList();
    }

    /** Every settlement begins with its whole form again. */
    void clear() {
        drafts.clear();
    }

    static Outgoing<Draft> outgoing(Draft draft) {
        return new Outgoing<>(draft, draft.outgoing(), draft.isTried());
    }

    static Outgoing<Draft> alone(Draft draft) {
        return new Outgoing<>(draft, draft.outgoing(), true);
    }

    private Draft of(Settled settled) {
        return drafts.computeIfAbsent(settled, forms::draft);
    }
}

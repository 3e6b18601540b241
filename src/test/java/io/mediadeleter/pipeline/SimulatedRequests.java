package io.mediadeleter.pipeline;

import io.mediadeleter.event.Content;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What upstream services ask for: some requests are malformed, some partial, some about the same media, some old. */
record SimulatedRequests(Random random, @Nullable Duration maxAge) {

    private static final int MEDIA = 25;

    Content content(Origin origin) {
        if (random.nextInt(20) == 0) {
            return new Content.Malformed("InvalidJson", "no JSON");
        }
        Scope scope = random.nextInt(3) == 0
                ? new Scope.Parts(List.of(new Part("TranscodeFiles", (long) random.nextInt(3))))
                : new Scope.Whole();
        Long subApp = random.nextInt(4) == 0 ? 7L : null;
        return new Content.Valid(new DeleteRequest(
                origin.toString(),
                new MediaId(subApp, String.valueOf(1 + random.nextInt(MEDIA))),
                scope,
                "c" + random.nextInt(12),
                "r" + random.nextInt(6)));
    }

    /** Most are written just now; some lay elsewhere for a while, a few for far too long. */
    Instant written(Instant now) {
        Duration limit = maxAge == null ? Duration.ofDays(30) : maxAge;
        return switch (random.nextInt(20)) {
            case 0 -> now.minus(limit).minusMillis(1 + random.nextInt(100_000));
            case 1, 2 -> now.minus(limit).plusMillis(random.nextInt(20_000));
            default -> now;
        };
    }
}

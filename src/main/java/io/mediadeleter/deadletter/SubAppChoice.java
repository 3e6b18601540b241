package io.mediadeleter.deadletter;

import io.mediadeleter.event.SubApp;
import io.mediadeleter.kafka.codec.RequestFields;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * In which sub-application requests are called that name none. A dead letter says for which one its request was given up. Where the
 * default is another by now, either may be meant: the old one was right, or it was wrong and has been corrected. So only somebody
 * can say.
 *
 * @param today the default; null for the account's own
 * @param said what somebody has said; null where nobody has
 */
public record SubAppChoice(@Nullable Long today, @Nullable SubApp said) {

    /** Whether the letter's request names none, and it is not clear in which one it is to be called, or in none that was said. */
    public boolean isOpen(DeadLetter letter) {
        if (namesOne(letter)) {
            return false;
        }
        SubApp now = new SubApp(today);
        SubApp then = letter.headers().subApp().orElse(now);
        return said == null ? !then.equals(now) : !said.equals(then) && !said.equals(now);
    }

    /** The one to call a letter in that is not open; empty where the service's own default counts, as nothing else is known. */
    Optional<SubApp> of(DeadLetter letter) {
        Optional<SubApp> then = letter.headers().subApp();
        return namesOne(letter)
                ? then
                : Optional.ofNullable(said)
                        .or(() -> then)
                        .or(() -> Optional.ofNullable(today).map(SubApp::new));
    }

    /** Whether it is called in another one than it was given up for: what was called before says nothing of that one. */
    boolean isElsewhere(DeadLetter letter) {
        Optional<SubApp> then = letter.headers().subApp();
        return then.isPresent() && !then.equals(of(letter));
    }

    private static boolean namesOne(DeadLetter letter) {
        return RequestFields.of(letter.message().value()).subAppId().isPresent();
    }
}

package io.mediadeleter.cli.control;

import io.mediadeleter.control.Selector;
import java.security.SecureRandom;

/** Names pauses. Stateless. */
final class PauseId {

    /** Without signs that one takes for another. */
    private static final String SIGNS = "23456789abcdefghjkmnpqrstuvwxyz";

    private static final int LENGTH = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    private PauseId() {}

    /** Of a billion possible ones; none is {@link Selector#BRAKE}. */
    static Selector random() {
        StringBuilder id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(SIGNS.charAt(RANDOM.nextInt(SIGNS.length())));
        }
        return Selector.pause(id.toString());
    }
}

package io.mediadeleter.cli.request;

import io.mediadeleter.cli.console.Terminal;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Message;
import io.mediadeleter.kafka.codec.RequestDecoder;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Looks at all requests before any is published: whether they are valid, and whether they are meant. Confined to one thread. */
final class RequestReview {

    /** More than these are asked about: a file may be another than one thinks. */
    private static final int FEW = 10;

    private final Function<Message, Content> decoder;
    private final boolean agreed;
    private int requests;
    private int left;
    private int whole;
    private int invalid;

    /**
     * Nothing has been looked at.
     *
     * @param decoder the service's own
     * @param agreed nobody is asked
     */
    RequestReview(Function<Message, Content> decoder, boolean agreed) {
        this.decoder = decoder;
        this.agreed = agreed;
    }

    /** How many there are. */
    int requests() {
        return requests;
    }

    /**
     * Whether all are valid; says which are not.
     *
     * @param place how a line is named
     * @param published so many of the first ones were published before
     */
    boolean areValid(RequestLines lines, LongFunction<String> place, int published, PrintWriter err)
            throws IOException {
        invalid = 0;
        requests = 0;
        whole = 0;
        lines.forEach((number, bytes) -> {
            requests++;
            objection(bytes, requests > published).ifPresent(objection -> {
                invalid++;
                err.println(Printable.of(place.apply(number) + ": " + objection));
            });
            return true;
        });
        left = Math.max(0, requests - published);
        if (invalid > 0) {
            err.println(Figures.number(invalid) + " of " + Figures.count(requests, "request")
                    + (invalid == 1 ? " is" : " are") + " not valid; nothing was published");
        }
        return invalid == 0;
    }

    /**
     * That there is one: a file without any is another than was meant, or one that something failed to fill.
     *
     * @throws ParameterException when there is none
     */
    void requireAny(Object source, CommandLine command) {
        if (requests == 0) {
            throw new ParameterException(
                    command, "No request in " + source + ": give a JSON object a line. Nothing was published");
        }
    }

    /**
     * Whether what is left of them may be published: many are asked about.
     *
     * @throws ParameterException when they are many and nobody can be asked, since nothing brings a media back
     */
    boolean areMeant(String topic, Terminal terminal, CommandLine command) {
        if (agreed || left <= FEW) {
            return true;
        }
        if (!terminal.isThere()) {
            throw new ParameterException(
                    command,
                    "There is no terminal to ask for confirmation: give --yes to publish more than " + FEW
                            + " requests. Nothing was published");
        }
        return terminal.agrees("Publish " + (left < requests ? "the other " : "") + Figures.number(left)
                + " requests to " + topic + ", " + Figures.number(whole) + " of them to delete whole media for good?");
    }

    /** A request that is known to be valid. */
    DeleteRequest request(byte[] bytes) {
        return decode(bytes).match(valid -> valid, bad -> {
            throw new IllegalStateException("was valid before: " + bad.reason());
        });
    }

    private Optional<String> objection(byte[] bytes, boolean isLeft) {
        return bytes.length > RequestDecoder.MAX_BYTES
                ? Optional.of("is longer than " + RequestDecoder.MAX_BYTES + " bytes")
                : decode(bytes)
                        .match(
                                valid -> {
                                    whole += isLeft ? valid.scope().match(() -> 1, parts -> 0) : 0;
                                    return Optional.empty();
                                },
                                bad -> Optional.of(bad.reason()));
    }

    private Content decode(byte[] bytes) {
        return decoder.apply(new Message(null, bytes, List.of(), Instant.now()));
    }
}

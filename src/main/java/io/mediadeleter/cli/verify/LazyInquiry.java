package io.mediadeleter.cli.verify;

import io.mediadeleter.config.Settings;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.vod.CredentialChain;
import io.mediadeleter.vod.CredentialSource;
import io.mediadeleter.vod.MediaInquiry;
import io.mediadeleter.vod.VodMediaInquiry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks for credentials with the first question: where nothing is to be asked, none are needed. Confined to one thread. */
final class LazyInquiry implements MediaInquiry {

    private static final Duration SEARCH_LIMIT = Duration.ofSeconds(10);

    private final Settings settings;
    private @Nullable CredentialSource credentials;
    private @Nullable MediaInquiry inquiry;

    LazyInquiry(Settings settings) {
        this.settings = settings;
    }

    /** @throws CredentialChain.MissingCredentials when there are none */
    @Override
    public Answer ask(Question question) {
        if (inquiry == null) {
            credentials = CredentialChain.resolve(settings.credentials(), SEARCH_LIMIT);
            inquiry = new VodMediaInquiry(settings.vod(), credentials, new FaultTable(settings.faultOverrides()));
        }
        return inquiry.ask(question);
    }

    @Override
    public void close() {
        if (inquiry != null) {
            inquiry.close();
        }
        if (credentials != null) {
            credentials.close();
        }
    }
}

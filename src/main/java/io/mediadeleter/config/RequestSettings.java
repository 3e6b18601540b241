package io.mediadeleter.config;

import io.mediadeleter.rule.AgeLimit;

/**
 * Which requests are still acted on.
 *
 * @param ageLimit how old one may be
 */
public record RequestSettings(AgeLimit ageLimit) {

    static RequestSettings read(SettingReader reader) {
        return new RequestSettings(
                reader.value(RequestDefinitions.MAX_AGE).map(AgeLimit::new).orElse(AgeLimit.NONE));
    }
}

package io.mediadeleter.config;

import io.mediadeleter.rule.AbsentMedia;
import io.mediadeleter.rule.AgeLimit;

/**
 * Which requests are still acted on.
 *
 * @param ageLimit how old one may be
 * @param absent what it means that its media is not there
 */
public record RequestSettings(AgeLimit ageLimit, AbsentMedia absent) {

    static RequestSettings read(SettingReader reader) {
        return new RequestSettings(
                reader.value(RequestDefinitions.MAX_AGE).map(AgeLimit::new).orElse(AgeLimit.NONE),
                reader.value(RequestDefinitions.ABSENT));
    }
}

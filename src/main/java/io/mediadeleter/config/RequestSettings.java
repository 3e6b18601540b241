package io.mediadeleter.config;

import io.mediadeleter.rule.AbsentMedia;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.StartPolicy;

/**
 * Which requests are still acted on.
 *
 * @param ageLimit how old one may be
 * @param absent what it means that its media is not there
 * @param start what the group does that has no offset for a partition with records in it
 */
public record RequestSettings(AgeLimit ageLimit, AbsentMedia absent, StartPolicy start) {

    static RequestSettings read(SettingReader reader) {
        return new RequestSettings(
                reader.value(RequestDefinitions.MAX_AGE).map(AgeLimit::new).orElse(AgeLimit.NONE),
                reader.value(RequestDefinitions.ABSENT),
                reader.value(RequestDefinitions.START));
    }
}

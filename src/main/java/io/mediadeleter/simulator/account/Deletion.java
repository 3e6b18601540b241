package io.mediadeleter.simulator.account;

import java.util.Set;

/**
 * What a valid call of DeleteMedia asks for.
 *
 * @param subAppId 0 when the call names none
 * @param parts empty means the whole media
 */
public record Deletion(long subAppId, String fileId, Set<MediaPart> parts) {}

package io.mediadeleter.simulator;

import java.util.Set;

/**
 * What a valid body asks for.
 *
 * @param subAppId 0 when the body names none
 * @param parts empty means the whole media
 */
record Deletion(long subAppId, String fileId, Set<MediaPart> parts) {}

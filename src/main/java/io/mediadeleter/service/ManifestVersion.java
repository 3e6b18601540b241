package io.mediadeleter.service;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest names. */
public final class ManifestVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"media-deleter " + text()};
    }

    static String text() {
        String version = ManifestVersion.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }
}

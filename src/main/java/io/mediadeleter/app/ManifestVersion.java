package io.mediadeleter.app;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest names. */
final class ManifestVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {"media-deleter " + (version == null ? "(not from a jar)" : version)};
    }
}

package dev.slipway.settings.toolchain;

/** Where a toolchain's packages come from. */
public enum PackageRegistry {
    /** Installed with {@code npm install}, exact versions, without install scripts. */
    NPM,
    /** A zipped distribution from a Maven repository, such as Maven itself: {@code group:artifact} with classifier {@code bin}. */
    MAVEN
}

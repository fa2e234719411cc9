package org.momoko.config;

/** In which order hosts and their addresses are tried ({@code load_balance_hosts}). */
public enum LoadBalanceHosts {
    /** As written. The default. */
    DISABLE,
    /** Shuffled anew for every connection. */
    RANDOM
}

package org.momoko.spring.boot.transaction;

/** What is said where a scope is missing or doubtful: the causes that are known, and the remedies. */
final class Messages {
    private static final String REMEDY = " Read the handle at the top of the method (AsyncTransaction tx ="
            + " AsyncTransaction.current()) and use it in the callbacks; wrap calls of other transactional methods in"
            + " tx.call(() -> …), and stages and executors in TransactionScope.adopt, allOf, anyOf or wrap.";

    static final String NO_SCOPE = "There is no transaction scope here. It lasts for the call of the method, and, with"
            + " momoko.transaction.callback-scope=guarded, for callbacks on futures of a TransactionalClient. It is lost by"
            + " CompletableFuture.allOf and anyOf, by supplyAsync, and on chains that begin with a future from elsewhere;"
            + " calls of a method on 'this' do not pass the proxy that would open one." + REMEDY;

    static final String OTHER_POOL =
            "The scope here is one of another pool, and this client belongs to none in it. Nothing was sent." + REMEDY;

    private Messages() {}

    /** @param frame what runs callbacks */
    static String setOff(String frame) {
        return ambiguous("a callback runs here, through " + frame
                + ", inside the scope of whatever completed the future it waited for. Such is a shared future, or a chain on a"
                + " future from elsewhere, that another transaction completes.");
    }

    /**
     * @param frame the closure's
     * @param origin where it was written
     */
    static String kept(String frame, String origin) {
        return ambiguous(
                frame + " runs here, which was written in " + origin + ", and nothing shows that this scope's call"
                        + " of that made it. It may have been kept, in a list of listeners or by a method that returned it, and be"
                        + " another transaction's. A lambda or anonymous class joins where the method that it is written in passes"
                        + " it to what calls it; a method, or a method reference, joins wherever it is called.");
    }

    private static String ambiguous(String why) {
        return "It cannot be told whose transaction this is: " + why + " Nothing was sent." + REMEDY
                + " What belongs to no transaction is wrapped in TransactionScope.outside(() -> …).";
    }
}

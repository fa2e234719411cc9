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

    static String ambiguous(String frame) {
        return "It cannot be told whose transaction this is: a callback runs here, through " + frame
                + ", inside the scope of whatever completed the future it waited for. Such is a shared future, or a chain on a"
                + " future from elsewhere, that another transaction completes. Nothing was sent." + REMEDY
                + " What belongs to no transaction is wrapped in TransactionScope.outside(() -> …).";
    }
}

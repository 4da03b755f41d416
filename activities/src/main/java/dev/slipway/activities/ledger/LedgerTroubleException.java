package dev.slipway.activities.ledger;

/** The ledger can't be reached or used now; the message says which one and what its database said, and holds no secret. */
public final class LedgerTroubleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean lasting;

    LedgerTroubleException(String message, Throwable cause, boolean lasting) {
        super(message, cause);
        this.lasting = lasting;
    }

    /** Whether trying again can't help: a row that is refused, a schema that is newer than this version. */
    public boolean lasting() {
        return lasting;
    }
}

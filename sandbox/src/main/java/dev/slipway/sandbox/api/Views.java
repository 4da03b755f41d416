package dev.slipway.sandbox.api;

import dev.slipway.sandbox.forge.Forge;

/** Everything that turns what exists into GitHub's JSON. */
final class Views {
    final AccountView accounts;
    final RepositoryView repositories;
    final IssueView issues;
    final CommitView commits;
    final PullView pulls;
    final ContentView contents;
    final CheckView checks;

    Views(Forge forge, Links links) {
        this.accounts = new AccountView(forge.world(), links);
        this.repositories = new RepositoryView(forge, links, accounts);
        this.issues = new IssueView(forge, links, accounts);
        this.commits = new CommitView(forge, links, accounts);
        this.pulls = new PullView(forge, links, accounts, repositories, issues);
        this.contents = new ContentView(forge, links);
        this.checks = new CheckView(forge, links, accounts, repositories);
    }
}

package dev.slipway.settings.installation;

/** Which adapter runs an agent: {@code kind} in its settings, else the agent's own name. */
public enum AgentKind {
    /** The Claude Code CLI, by its stream of JSON. */
    CLAUDE,
    /** The Codex CLI, by its stream of JSON and its session file. */
    CODEX,
    /** Any program: the prompt on standard input and in a file. */
    COMMAND,
    /** The sandbox's script book; no model. */
    SCRIPTED
}

"""Whether anybody notices when production breaks: logs, metrics, alerts, people on call."""

"""One module a step: parses, calls, shows. Only these print or end the process."""

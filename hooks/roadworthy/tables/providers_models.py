"""Token formats of services for language models and machine learning, from the providers' own documentation."""

from __future__ import annotations

from .providers_row import DASHED, HEX, UUID, WORD, Provider, named, token

ROWS: tuple[Provider, ...] = (
    # OpenAI, "API keys": sk-proj-, sk-svcacct-, sk-admin-, and sk- before; each holds the base 64 of OpenAI.
    token(
        "openai-key",
        "OpenAI API key",
        ("sk-proj-", "sk-svcacct-", "sk-admin-", "sk-None-"),
        DASHED + "{20,80}T3BlbkFJ" + DASHED + "{20,80}",
    ),
    Provider("openai-old-key", "OpenAI API key", ("T3BlbkFJ",), "sk-" + WORD + "{20}T3BlbkFJ" + WORD + "{20}", back=23),
    # Anthropic, "API overview: authentication": sk-ant-api03-, administration sk-ant-admin01-, OAuth sk-ant-oat01-, -ort01-.
    token(
        "anthropic",
        "Anthropic API key",
        ("sk-ant-api03-", "sk-ant-admin01-", "sk-ant-oat01-", "sk-ant-ort01-", "sk-ant-sid01-"),
        DASHED + "{80,110}",
    ),
    # Hugging Face, "User access tokens": hf_ and 34 letters; organisation tokens api_org_.
    token("huggingface", "Hugging Face access token", "hf_", "[A-Za-z]{34}", entropy=3.6),
    token("huggingface-organisation", "Hugging Face organisation token", "api_org_", "[A-Za-z]{34}", entropy=3.6),
    # Groq, xAI, Perplexity, OpenRouter, Replicate, Together, NVIDIA, Cerebras, DeepSeek, Mistral, Cohere: "API keys".
    token("groq", "Groq API key", "gsk_", WORD + "{52}"),
    token("xai", "xAI API key", "xai-", WORD + "{80}"),
    token("perplexity", "Perplexity API key", "pplx-", WORD + "{48}"),
    token("openrouter", "OpenRouter API key", "sk-or-v1-", HEX + "{64}"),
    token("replicate", "Replicate API token", "r8_", WORD + "{37}"),
    token("together", "Together AI API key", "tgp_v1_", DASHED + "{43}"),
    token("nvidia", "NVIDIA API key", "nvapi-", DASHED + "{60,70}"),
    token("cerebras", "Cerebras API key", "csk-", "[a-z0-9]{48}"),
    named("deepseek", "DeepSeek API key", "deepseek_api_key", "sk-" + HEX + "{32}"),
    named("mistral", "Mistral API key", "mistral_api_key", WORD + "{32}", entropy=3.8),
    named("cohere", "Cohere API key", "cohere_api_key co_api_key", WORD + "{40}", entropy=3.8),
    named("elevenlabs", "ElevenLabs API key", "elevenlabs_api_key eleven_api_key xi_api_key", "(?:sk_)?" + HEX + "{32,48}"),
    # Pinecone, LangSmith, Langfuse, Tavily, Weights & Biases, Jina, Firecrawl, Browserbase: "API keys".
    token("pinecone", "Pinecone API key", "pcsk_", DASHED + "{60,80}"),
    token("langsmith", "LangSmith API key", ("lsv2_pt_", "lsv2_sk_"), HEX + "{32}_" + HEX + "{10}"),
    token("langfuse", "Langfuse secret key", "sk-lf-", UUID),
    token("tavily", "Tavily API key", ("tvly-dev-", "tvly-prod-", "tvly-"), WORD + "{32}"),
    named("wandb", "Weights & Biases API key", "wandb_api_key", "(?:local-)?" + HEX + "{40}"),
    token("jina", "Jina AI API key", "jina_", HEX + "{32}" + DASHED + "{28}"),
    token("firecrawl", "Firecrawl API key", "fc-", HEX + "{32}"),
    token("browserbase", "Browserbase API key", "bb_live_", DASHED + "{24,30}"),
    token("lakera", "Lakera API key", "lakera_", HEX + "{64}"),
)

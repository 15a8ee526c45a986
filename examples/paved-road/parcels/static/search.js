document.querySelector("form").addEventListener("submit", () => document.body.classList.add("searching"));

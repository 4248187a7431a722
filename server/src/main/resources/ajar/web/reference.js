"use strict";

// Shows the server's own OpenAPI document in Swagger UI. Calls go to where this page came from, whatever the base
// address in the document: a tunnel or a proxy may lie between.
(() => {
    const place = document.getElementById("reference");
    const { base, key } = place.dataset;
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const paint = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
    dark.addEventListener("change", paint);
    paint();

    const show = (spec) => {
        spec.servers = [{ url: window.location.origin + base }];
        const ui = window.SwaggerUIBundle({
            spec,
            domNode: place,
            presets: [window.SwaggerUIBundle.presets.apis],
            deepLinking: true,
            docExpansion: "none",
            defaultModelsExpandDepth: 0,
            displayRequestDuration: true,
            filter: true,
            tryItOutEnabled: true,
            validatorUrl: null,
            onComplete: () => {
                if (key) {
                    ui.preauthorizeBasic("apiKey", key, "");
                }
            },
        });
    };

    fetch(base + "/api/openapi.json")
        .then((answer) => answer.json())
        .then(show)
        .catch((problem) => {
            place.textContent = "The description of the API could not be loaded: " + problem.message;
        });
})();

"use strict";

(function () {
  const place = document.getElementById("console");
  window.ui = window.SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    deepLinking: true,
    validatorUrl: null,
    persistAuthorization: false,
  });
})();

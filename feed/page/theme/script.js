// The only script of the pages. Nothing depends on it.
"use strict";

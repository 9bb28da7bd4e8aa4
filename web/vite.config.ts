// Builds web/dist, which the binary embeds. One entry; the chart is a chunk of its own,
// loaded only by pages that have one.
import { defineConfig } from "vite";

export default defineConfig({
  base: "/assets/",
  publicDir: false,
  build: {
    outDir: "dist",
    assetsDir: "",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    rollupOptions: { input: "src/main.ts" },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    target: "es2022",
  },
});

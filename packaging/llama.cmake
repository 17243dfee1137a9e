# Read by CMake when pip compiles llama-cpp-python for a checkout: only what vizapp
# uses. LLAMA_BUILD_COMMON is two thirds of the work, and llama-cpp-python forces it
# on in CMake's cache; a variable stands before the cache.
foreach(part APP COMMON EXAMPLES SERVER TESTS TOOLS)
    set(LLAMA_BUILD_${part} OFF)
endforeach()
set(LLAVA_BUILD OFF)
set(LLAMA_OPENSSL OFF)
set(GGML_CCACHE OFF)

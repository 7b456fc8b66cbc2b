"""The report of an audit: one HTML file without anything outside it, and the same facts as JSON.

measured(facts)                    -> every metric by name
told(…), written(…)                   the JSON document, the HTML document
"""

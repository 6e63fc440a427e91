"""The papers of recalls as PDF: the notice to a leaver, and the certificate of clearance, by Decree 30."""
